import { copyFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** What logrotate does before it rotates: NAME.1 becomes NAME.2 and so on. */
function makeRoom(log: string): void {
  const numbers = readdirSync(dirname(log))
    .filter((name) => name.startsWith(`${basename(log)}.`))
    .map((name) => Number(name.slice(basename(log).length + 1)))
  for (const number of numbers.filter((each) => each > 0).sort((a, b) => b - a)) {
    renameSync(`${log}.${number}`, `${log}.${number + 1}`)
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
