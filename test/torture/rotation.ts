import { copyFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** What logrotate does first: NAME.1 becomes NAME.2, NAME.1.gz becomes NAME.2.gz and so on. */
function makeRoom(log: string): void {
  const rotated = readdirSync(dirname(log)).flatMap((name) => {
    const [, number = '', form = ''] = /^\.(\d+)(\.gz)?$/.exec(name.slice(basename(log).length)) ?? []
    return name.startsWith(basename(log)) && number !== '' ? [{ number: Number(number), form }] : []
  })
  for (const { number, form } of rotated.sort((a, b) => b.number - a.number)) {
    renameSync(`${log}.${number}${form}`, `${log}.${number + 1}${form}`)
  }
}

/** Renames the log to NAME.1; then nothing is at its path. */
export function renameAway(log: string): void {
  makeRoom(log)
  renameSync(log, `${log}.1`)
}

/** logrotate's `create`: rename, then a new file at the path, with this content. */
export function rotate(log: string, content = ''): void {
  renameAway(log)
  writeFileSync(log, content)
}

/** A script's `cp log log.1; : > log`: the copy overwrites the previous one. */
export function copyOver(log: string): void {
  copyFileSync(log, `${log}.1`)
  truncateSync(log)
}

/** logrotate's `copytruncate`; `between` runs between the copy and the truncation. */
export function copyTruncate(log: string, between: () => void = () => undefined): void {
  makeRoom(log)
  copyFileSync(log, `${log}.1`)
  between()
  truncateSync(log)
}
