import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { temporaryPlace } from './probe-scene.ts'

/** A program for a test: a script of the shell. */
export function playProgram(t: TestContext, script: string): string {
  const path = join(temporaryPlace(t), 'program')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

/** A program that says this and ends with this code. */
export function sayingProgram(t: TestContext, output: string, code = 0, stderr = ''): string {
  const text = (lines: string): string => `'${lines.replaceAll("'", String.raw`'\''`)}'`
  return playProgram(t, `printf %s ${text(output)}; printf %s ${text(stderr)} >&2; exit ${code}`)
}
