import { constants } from 'node:fs'
import { access, lstat, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import type { Journal, Stream } from '../config/config.ts'
import { isForgeable } from '../config/logs/journal.ts'
import { journalctlHere } from '../sources/journalctl.ts'
import type { Finding } from './finding.ts'

type Verdict = readonly [state: Finding['state'], text: string]

/** Whether lines can come from something that is no file. */
export async function streamFinding(stream: Stream | Journal): Promise<Finding> {
  const [state, text] = await verdictOf(stream)
  return { check: 'log', state, text: `${stream.option}: ${text}` }
}

async function verdictOf(stream: Stream | Journal): Promise<Verdict> {
  switch (stream.kind) {
    case 'stdin':
      return ['ok', 'standard input, whatever that will be']
    case 'pipe':
      return pipeVerdict(stream)
    case 'socket':
      return socketVerdict(stream)
    case 'journal':
      return journalVerdict(stream)
  }
}

/** A pipe that is not there yet may be made later. */
async function pipeVerdict({ option, path }: Stream): Promise<Verdict> {
  try {
    return (await stat(path)).isFIFO()
      ? ['ok', `${path} is a pipe`]
      : ['failed', `${path} is no named pipe; make one (mkfifo), or correct ${option}`]
  } catch (error) {
    const code = codeOf(error)
    return [
      'warning',
      code === 'ENOENT'
        ? `${path} is not there yet; make it: mkfifo ${path}`
        : `${path} cannot be looked at by this user (${code})`,
    ]
  }
}

/** The collector makes the socket; what is there by now may be its own. */
async function socketVerdict({ option, path }: Stream): Promise<Verdict> {
  const folder = dirname(path)
  const missing: Verdict = ['failed', `${folder} is no folder that is there; make it, or correct ${option}`]
  try {
    if (!(await stat(folder)).isDirectory()) return missing
    await access(folder, constants.W_OK | constants.X_OK)
    const found = await lstat(path).catch((error: unknown) => codeOf(error))
    if (typeof found === 'object' && !found.isSocket())
      return ['failed', `${path} is no socket; remove it, or correct ${option}`]
    return ['ok', `the collector can listen on ${path}`]
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return missing
    return ['warning', `this user cannot write to ${folder} (${code}), as the collector must to make its socket`]
  }
}

async function journalVerdict({ option, path, matches, directory }: Journal): Promise<Verdict> {
  if (journalctlHere() === undefined)
    return ['failed', `the ${path} cannot be read: journalctl of systemd is not there`]
  try {
    if (directory !== undefined && !(await stat(directory)).isDirectory())
      return ['failed', `${directory} is no folder; correct directory`]
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOENT'
      ? ['failed', `${directory} is not there; correct directory`]
      : ['warning', `${directory} cannot be looked at by this user (${code})`]
  }
  if (!isForgeable(matches)) return ['ok', `the ${path} can be read with journalctl`]
  return [
    'warning',
    `every user of this host can write entries of the ${path}; name the unit in ${option} as well, such as sshd.service`,
  ]
}
