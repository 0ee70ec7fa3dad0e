import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** What people do to a log by hand: afterwards it has the same content, or part of it. */
export const replaced: readonly Scenario[] = [
  byHand('replaced', 'It is replaced by a copy (cp, mv)', (log) => put(log, readFileSync(log, 'utf8'))),
  byHand('edited', 'It is rewritten in place, in pieces, as by an editor', (log) => {
    const content = readFileSync(log, 'utf8')
    writeFileSync(log, '')
    for (let from = 0; from < content.length; from += 500) appendFileSync(log, content.slice(from, from + 500))
  }),
  byHand('pruned_to_tail', 'It is replaced by its newest 20 lines (tail, mv)', (log) => {
    put(log, linesOf(log).slice(-20).join(''))
  }),
  byHand('pruned_by_sed', 'It is replaced by a copy without every third line (sed -i)', (log) => {
    put(
      log,
      linesOf(log)
        .filter((_, index) => index % 3 !== 1)
        .join(''),
    )
  }),
]

/** Nine times: while the agent runs, while it is down, and right before it is killed. */
function byHand(name: string, what: string, change: (log: string) => void): Scenario {
  return {
    name,
    what: `${what}; nine times, running, down and right before a kill.`,
    run: async (stage: Stage) => {
      await stage.start()
      for (let round = 0; round < 3; round += 1) {
        await stage.writeAndRead(40)
        change(stage.log)
        await stage.writeAndRead(40)
        await stage.stop()
        change(stage.log)
        stage.write(40)
        await stage.start()
        await stage.read()
        await stage.stop()
        await stage.start()
        change(stage.log)
        await stage.kill()
        await stage.start()
      }
    },
  }
}

function put(log: string, content: string): void {
  writeFileSync(`${log}.new`, content)
  renameSync(`${log}.new`, log)
}

function linesOf(log: string): string[] {
  return readFileSync(log, 'utf8').split(/(?<=\n)/)
}
