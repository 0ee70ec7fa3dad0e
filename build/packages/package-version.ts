import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../executable/bundle.ts'

/**
 * A version from package.json in a form that rpm and dpkg sort correctly: 1.2.0-rc.1 becomes 1.2.0~rc1, which sorts
 * before 1.2.0. Throws for any other form.
 */
export function packageVersion(version: string): string {
  const [, release, name, number = ''] = /^(\d+\.\d+\.\d+)(?:-([a-z]+)\.?(\d*))?$/.exec(version) ?? []
  if (release === undefined) throw new Error(`${version}: a version is written 1.2.0, and before that 1.2.0-rc.1`)
  return name === undefined ? release : `${release}~${name}${number}`
}

/** The version in package.json, the only place that has it. */
export async function ownVersion(): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  return version
}

/**
 * The timestamp of everything in a package, in seconds since 1970, so that two builds give the same bytes: that of
 * SOURCE_DATE_EPOCH (reproducible-builds.org), otherwise that of the commit.
 */
export async function sourceDate(): Promise<number> {
  const given = process.env['SOURCE_DATE_EPOCH']
  if (given !== undefined) return Number(given)
  const { stdout } = await promisify(execFile)('git', ['log', '-1', '--format=%ct'], { cwd: ROOT })
  return Number(stdout)
}
