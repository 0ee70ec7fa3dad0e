import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import type { RestartTarget } from '../config/checks/restart-target.ts'

const LARGEST = 64 * 1024

/**
 * The service, by chkservd's name, for which chkservd restarts this target on the host whose files are below `root`;
 * undefined if none. Throws the system's error if its files cannot be read. Source: cPanel's documentation of
 * `/etc/chkserv.d`: `chkservd.conf` has `NAME:1`, and NAME `service[NAME]=PORT,SEND,EXPECT,RESTART[,PROCESS,USER]`.
 */
export function chkservdServiceFor(root: string, { name }: RestartTarget): string | undefined {
  if (existsSync(join(root, 'etc/chkservddisable'))) return undefined
  const folder = join(root, 'etc/chkserv.d')
  const enabled = [...textOf(join(folder, 'chkservd.conf')).matchAll(/^([\w-]{1,64}):1[ \t]*$/gm)]
  return enabled
    .map(([, service = '']) => service)
    .find((service) => restartsIn(textOf(join(folder, service))).includes(name))
}

/** Whose names the commands of a file's RESTART may mean; several commands are separated by `;`. */
function restartsIn(text: string): readonly string[] {
  const commands = text.split('\n').flatMap((line) => /^service\[[^\]]*\]=(.*)/.exec(line)?.[1]?.split(',')[3] ?? [])
  return commands.flatMap((command) => command.split(/[\s;]+/)).map(nameIn)
}

/** `/scripts/restartsrv_exim`, `exim.service` and `/etc/init.d/exim` mean exim. */
function nameIn(word: string): string {
  return basename(word)
    .replace(/^restartsrv_/, '')
    .replace(/\.service$/, '')
}

function textOf(path: string): string {
  try {
    return readRegularFileSync(path, { most: LARGEST, follow: true }).text
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  }
}
