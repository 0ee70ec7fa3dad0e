import { statSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import { nameOfUser } from '../../../lib/system/users/passwd.ts'
import type { Probe, ProbeResult } from '../probe.ts'
import { said } from '../wire/said.ts'
import { type ProcessSettings, processSettings } from './process-settings.ts'

/** The kernel cuts the name of a process to so many bytes (TASK_COMM_LEN, without its end). */
const LONGEST_NAME = 15

/** The most bytes of a command line that are read; a longer one is known by the kernel's name alone. */
const LONGEST_COMMAND = 64 * 1024

/** Whether a program runs, by what is in this folder: `/proc`. */
export function processIn(folder: string): Probe<ProcessSettings> {
  return {
    name: 'process',
    settings: processSettings,
    elsewhere: () => undefined,
    async run(settings, { signal }) {
      let count = 0
      let seesOthers = false
      for await (const entries of entriesOf(folder)) {
        if (signal.aborted) return { verdict: 'unknown', text: 'The processes were not all looked at in time' }
        const pids = entries.map(({ name }) => name).filter((name) => /^\d+$/.test(name))
        seesOthers ||= pids.includes('1')
        count += pids.filter((pid) => isMeant(join(folder, pid), settings)).length
      }
      return judged(count, seesOthers, settings)
    },
  }
}

function judged(count: number, seesOthers: boolean, { process, least, most = Infinity }: ProcessSettings): ProbeResult {
  const name = said(Buffer.from(process), 60)
  const gauges = [{ name: 'processes', value: count }]
  // hidepid=, and ProtectProc= of a unit (proc(5)).
  if (count < least && !seesOthers)
    return { verdict: 'unknown', text: `${name}: this process may not see those of others in /proc`, gauges }
  const words = count === 1 ? 'process runs' : 'processes run'
  const text = `${count === 0 ? 'no' : count} ${words} as ${name}`
  if (count < least) return { verdict: 'failed', text: least > 1 ? `${text}, not ${least}` : text, gauges }
  return count > most
    ? { verdict: 'warning', text: `${text}, more than ${most}`, gauges }
    : { verdict: 'ok', text, gauges }
}

/** Whether a process is one of those; one that ends meanwhile is not. */
function isMeant(folder: string, { process, user }: ProcessSettings): boolean {
  try {
    if (!isCalled(folder, process)) return false
    return user === undefined || user.includes(nameOfUser(statSync(folder).uid))
  } catch {
    return false
  }
}

/** By the kernel's name, or by the command line, which keeps the whole of a long name: `nginx: master process`. */
function isCalled(folder: string, wanted: string): boolean {
  const { text: name } = readRegularFileSync(join(folder, 'comm'), { most: 4096 })
  const isNamed = name.replace(/\n$/, '') === wanted
  // A name that long may have been cut.
  if (isNamed && Buffer.byteLength(wanted) < LONGEST_NAME) return isAlive(folder)
  const { text: command } = readRegularFileSync(join(folder, 'cmdline'), { most: LONGEST_COMMAND })
  const [word = ''] = command.split('\0', 1)
  const end = word.search(/[ :]|$/)
  const called = word.slice(word.lastIndexOf('/', end) + 1, end).replace(/^-/, '')
  return (called === wanted || isNamed) && isAlive(folder)
}

/** Whether a process has not ended yet. The name before its state may hold brackets and spaces (proc_pid_stat(5)). */
function isAlive(folder: string): boolean {
  const { text } = readRegularFileSync(join(folder, 'stat'), { most: 4096 })
  return !/^[ZX]/.test(text.slice(text.lastIndexOf(')') + 2))
}
