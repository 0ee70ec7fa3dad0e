import { copyFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** What logrotate does before it rotates: NAME.1 becomes NAME.2, NAME.1.gz becomes NAME.2.gz and so on. */
function makeRoom(log: string): void {
  const rotated = readdirSync(dirname(log)).flatMap((name) => {
    const [, number = '', form = ''] = /^\.(\d+)(\.gz)?$/.exec(name.slice(basename(log).length)) ?? []
    return name.startsWith(basename(log)) && number !== '' ? [{ number: Number(number), form }] : []
  })
  for (const { number, form } of rotated.sort((a, b) => b.number - a.number)) {
    renameSync(`${log}.${number}${form}`, `${log}.${number + 1}${form}`)
  }
}

/** Renames the log to NAME.1; nothing stands at its path then. */
export function renameAway(log: string): void {
  makeRoom(log)
  renameSync(log, `${log}.1`)
}

/** logrotate's `create`: a new file stands at the path, with this content. */
export function rotate(log: string, content = ''): void {
  renameAway(log)
  writeFileSync(log, content)
}

/** A script's `cp log log.1; : > log`: the copy is written over the one before. */
export function copyOver(log: string): void {
  copyFileSync(log, `${log}.1`)
  truncateSync(log)
}

/** logrotate's `copytruncate`; `between` happens between the copy and the truncation. */
export function copyTruncate(log: string, between: () => void = () => undefined): void {
  makeRoom(log)
  copyFileSync(log, `${log}.1`)
  between()
  truncateSync(log)
}
