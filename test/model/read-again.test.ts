import { suite, test } from 'node:test'
import { Chance } from '../chaos/chance.ts'
import {
  type Act,
  type Events,
  LoggedHost,
  compressNewest,
  copyAway,
  look,
  renameAway,
} from '../support/logged-host.ts'
import { createSpool } from '../support/spool-scene.ts'

const RUNS = 15

const EVENTS: Readonly<Record<string, Events>> = {
  'sealed as they are read, and concluded': ['login_failed', 'login_locked_out'],
  'only concluded': ['login_locked_out'],
}

/** What is done to a log, endlessly. A file is copied or compressed once it has lines, by which it is known. */
function* handling(chance: Chance): Generator<readonly ((host: LoggedHost) => void)[], never, void> {
  const rotate = chance.pick([copyAway, renameAway])
  let [hasLines, hasCopy] = [false, false]
  for (;;) {
    const what = chance.between(1, 9)
    if (what > 7 && hasCopy) {
      yield [compressNewest]
      hasCopy = false
    } else if (what > 4 && hasLines) {
      yield [rotate, (host) => host.write(1)]
      hasCopy = true
    } else {
      const count = chance.between(1, 4)
      yield [(host) => host.write(count)]
      hasLines = true
    }
  }
}

/** Some lives of collectors, and what is done between them; in every other nothing is saved. */
async function live(host: LoggedHost, chance: Chance, known: readonly Act[]): Promise<void> {
  const steps = handling(chance)
  await host.live(['save'])
  for (let lives = chance.between(2, 5); lives > 0; lives -= 1) {
    const acts: Act[] = []
    for (let left = chance.between(1, 9); left > 0; left -= 1) {
      acts.push(...steps.next().value, ...known)
      if (lives % 2 === 0 && chance.percent(30)) acts.push('save')
      if (chance.percent(15)) acts.push('hear')
    }
    await host.live([...acts, look, ...known])
    for (let left = chance.between(0, 4); left > 0; left -= 1) for (const act of steps.next().value) act(host)
  }
}

suite('of a log that is rotated while collectors with rules are killed', () => {
  for (const [what, events] of Object.entries(EVENTS)) {
    for (let run = 1; run <= RUNS; run += 1) {
      test(`lines that are ${what} are told once each, run ${run}`, async (t) => {
        const host = new LoggedHost(await createSpool(t), events)
        await live(host, new Chance(`${what} ${run}`), events.length === 1 ? [look, 'hear'] : [])
        await host.expectAll()
      })
    }
  }
})
