import { systemClock } from '../../lib/system/clock.ts'
import type { Hooked } from '../torture/hooked.ts'
import type { NumberedLine } from '../torture/numbered-line.ts'
import type { Chance } from './chance.ts'
import { BAD_MOODS, type MoodyApi } from './moody-api.ts'
import type { Service } from './service.ts'
import type { SpoolDisk } from './spool-disk.ts'
import type { Log, WrittenLines } from './written-lines.ts'
import type { WrittenLog } from './written-log.ts'

/** What one actor works with until the signal aborts. It has its own random choices, which no other actor affects. */
export interface Acting {
  readonly chance: Chance
  readonly signal: AbortSignal
}

/** Counts of the actors' deeds. */
export interface Deeds {
  kills: number
  outages: number
  fills: number
  rotations: number
  /** Hooks that cPanel ran. */
  hooks: number
}

/** Writes bursts of lines, now and then in pieces, and rotates. */
export async function write(
  { chance, signal }: Acting,
  { log, lines, name, deeds }: { log: WrittenLog; lines: WrittenLines; name: Log; deeds: Deeds },
): Promise<void> {
  const some = (most: number): NumberedLine[] =>
    Array.from({ length: chance.between(0, most) }, () => lines.next(name, chance.percent(1)))
  while (!signal.aborted) {
    await pause(chance, signal, 50, 600)
    log.write(some(30), chance.percent(10) ? 20 : 0)
    if (chance.percent(12) && log.rotate(() => some(3))) deeds.rotations += 1
    if (chance.percent(10)) log.compress()
  }
  log.write([])
}

/** Lets the API work for a while, then be in a bad mood or accept only few entries at once. */
export async function beMoody({ chance, signal }: Acting, api: MoodyApi, deeds: Deeds): Promise<void> {
  while (!signal.aborted) {
    await api.become(chance.pick(['up', 'up', 'takes few at once', 'slow']))
    await pause(chance, signal, 500, 4000)
    const mood = chance.pick(BAD_MOODS)
    if (signal.aborted) break
    await api.become(mood)
    deeds.outages += 1
    await pause(chance, signal, 200, 3000)
  }
  await api.become('up')
}

/** Kills, stops or suspends a process, and lets it run again. */
export async function trouble({ chance, signal }: Acting, service: Service, deeds: Deeds): Promise<void> {
  while (!signal.aborted) {
    await pause(chance, signal, 500, 6000)
    const deed = chance.pick<'SIGKILL' | 'SIGTERM' | 'hold'>(['SIGKILL', 'SIGKILL', 'SIGTERM', 'hold'])
    if (signal.aborted) break
    deeds.kills += 1
    if (deed === 'hold') await service.hold()
    else await service.end(deed)
    await pause(chance, signal, 0, 2500)
    service.release()
    service.start()
  }
}

/** Fills the disk for a while. */
export async function fill({ chance, signal }: Acting, disk: SpoolDisk, deeds: Deeds): Promise<void> {
  while (!signal.aborted) {
    await pause(chance, signal, 3000, 15_000)
    if (signal.aborted) break
    disk.fill()
    deeds.fills += 1
    await pause(chance, signal, 300, 4000)
    disk.clear()
  }
}

/** Runs hooks as cPanel does, and kills some. What one left for certain is due; that of the others may be lost. */
export async function runHooks(
  { chance, signal }: Acting,
  { hooked, disk, deeds }: { hooked: Hooked; disk: Pick<SpoolDisk, 'isFilled'> | undefined; deeds: Deeds },
): Promise<void> {
  while (!signal.aborted) {
    await pause(chance, signal, 100, 1500)
    const fills = deeds.fills
    const wasUsable = hooked.hasInbox && disk?.isFilled !== true
    const { agent, mailbox } = hooked.start()
    deeds.hooks += 1
    if (chance.percent(25)) {
      await pause(chance, signal, 0, 150)
      agent.kill('SIGKILL')
    }
    const { code } = await agent.exited
    if (code === 0 && wasUsable && deeds.fills === fills) hooked.expect(mailbox)
  }
}

async function pause(chance: Chance, signal: AbortSignal, least: number, most: number): Promise<void> {
  await systemClock.sleep(chance.between(least, most), signal)
}
