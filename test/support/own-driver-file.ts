import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { loadDrivers } from '../../agent/config/drivers/load-drivers.ts'
import type { OwnDriver } from '../../agent/config/drivers/own-drivers.ts'
import type { Driver, ParseContext, Parsed } from '../../agent/drivers/driver.ts'
import { parseLine } from '../../agent/drivers/line.ts'
import { temporaryFolder } from './spool-scene.ts'

/** Lays out files of own drivers beside a configuration, and returns the path of that. */
export async function layDrivers(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder(t)
  await mkdir(join(folder, 'drivers.d'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'drivers.d', name), text)
  return join(folder, 'spoor.yml')
}

/** The driver that a file describes. Throws what is wrong with it. */
export async function ownDriverOf(t: TestContext, text: string): Promise<OwnDriver> {
  const { drivers, notices } = await loadDrivers(await layDrivers(t, { 'shop.yml': text }))
  const [driver] = drivers
  if (driver === undefined) throw new Error(notices.map((notice) => notice.text).join('\n'))
  return driver
}

/** What a driver says of a line at a time of its own. */
export function saidOf(driver: Driver, line: string, context: Partial<ParseContext> = {}): Parsed {
  return parseLine(driver, Buffer.from(line), { zone: 'UTC', now: Date.UTC(2026, 10, 28, 12) / 1000, ...context })
}
