import { codeOf } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { shellWord } from '../../../lib/text/shell-word.ts'
import { parseLine } from '../../drivers/line.ts'
import { lastLines } from '../../follow/files/last-lines.ts'
import { type Symptom, doubtful, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { followedLogs, type FollowedLog } from '../followed-logs.ts'

/** Fewer lines say nothing, unless all of them are understood. */
const MANY = 20

const NEWLINE = 0x0a

/** Whether the newest lines of each log are of its format: the last 64 KiB are given to its driver. */
export const format: Examination = {
  name: 'format',
  usesNetwork: false,
  examine: async ({ loaded, now }) => {
    const logs = loaded === undefined ? [] : await followedLogs(loaded)
    if (logs.length === 0) return [untold('No log is there whose lines could be looked at.')]
    return Promise.all(logs.map((log) => lookAt(log, now)))
  },
}

async function lookAt(log: FollowedLog, now: number): Promise<Symptom> {
  const { path, source } = log
  let bytes: Buffer
  try {
    bytes = (await lastLines(path)).bytes
  } catch (error) {
    return untold(`${source}: ${path} cannot be read by this user (${codeOf(error)}).`, 'sudo spoor-agent doctor')
  }
  const { lines, understood } = counts(bytes, log, now)
  if (lines === 0) return well(`${source}: ${path} has no lines yet.`)
  const share = `${understood} of the last ${counted(lines, 'line')} of ${path} ${understood === 1 ? 'is' : 'are'} understood`
  const remedy = `tail -n 200 ${shellWord(path)} | spoor-agent parse ${log.driver.name} --all`
  if (lines < MANY || understood * 2 >= lines) return well(`${source}: ${share}.`)
  const why =
    'Lines of another format say nothing to the agent: either another log is there, or its format has changed.'
  return understood === 0 ? failing(`${source}: ${share}.`, why, remedy) : doubtful(`${source}: ${share}.`, why, remedy)
}

function counts(bytes: Buffer, { driver, zone }: FollowedLog, now: number): { lines: number; understood: number } {
  let [lines, understood] = [0, 0]
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, at)
    const end = newline === -1 ? bytes.length : newline
    lines += 1
    if (parseLine(driver, bytes.subarray(at, end), { zone, now: Math.floor(now / 1000) }) !== 'unrecognised')
      understood += 1
    at = end + 1
  }
  return { lines, understood }
}
