import { spawnSync } from 'node:child_process'

/** Why tests with Prometheus's own check are skipped; false if it is there. CI installs it, so there it must be. */
export function withoutPromtool(): string | false {
  if (spawnSync('promtool', ['--version']).status === 0) return false
  const reason = 'promtool is not installed: apt-get install prometheus'
  if (process.env['SPOOR_CI'] !== undefined) throw new Error(reason)
  return reason
}

/** What `promtool check metrics` says of an exposition, errors and advice; empty if all is well. */
export function promtoolSays(text: string): string {
  const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
  return `${stdout}${stderr}`
}
