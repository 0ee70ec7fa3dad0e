import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandSettings } from '../../../../lib/notify/command/command-settings.ts'

/** Writes a shell script that can be run, with these lines; its path. */
export function shellScript(folder: string, lines: string, name = 'act'): string {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${lines}\n`)
  chmodSync(file, 0o755)
  return file
}

/** A channel that runs this program, with more time than it needs. */
export function commandSettings(program: string, change: Partial<CommandSettings> = {}): CommandSettings {
  return { option: 'alerts.block.command', exec: [program], timeout: 600_000, files: [], ...change }
}
