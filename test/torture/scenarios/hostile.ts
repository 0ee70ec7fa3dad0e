import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Neighbour } from '../neighbour.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** The limit of open files that the units set. */
const LIMITED = { under: ['sh', '-c', 'ulimit -n 8192; exec "$@"', 'sh'] }

/** What someone does who can write to the folder of a log. */
interface Attack extends Pick<Scenario, 'name' | 'what'> {
  /** Before the first start. */
  readonly prepare?: (stage: Stage) => void
  /** While the agent runs, and once more while it is down. */
  readonly attack: (stage: Stage) => void
  /** The notice that reports it, once each time: while the agent runs, and after the next start. */
  readonly notice?: string
  readonly noticeAtStart?: string
}

const attacks: readonly Attack[] = [
  {
    name: 'hostile_fifos',
    what: 'Pipes, links to devices and folders are named like copies when unread lines are searched for.',
    prepare: makePipes,
    attack: rewrite,
    notice: 'source_truncated',
    noticeAtStart: 'log_gap',
  },
  {
    name: 'hostile_crowd',
    what: 'There are 30,000 files in the folder that the pattern of a log matches.',
    prepare: (stage) => stage.configure(stage.log, join(dirname(stage.log), '*login_log')),
    attack: (stage) => {
      const folder = dirname(stage.log)
      for (let index = 0; index < 30_000; index += 1) writeFileSync(join(folder, `z${index}_login_log`), '')
    },
    notice: 'too_many_logs',
  },
  {
    name: 'hostile_hole',
    what: 'The log is extended to 200 GiB, and a line is written after that.',
    attack: (stage) => {
      makeHole(stage, statSync(stage.log).size)
      stage.write(1)
    },
    notice: 'hole_skipped',
  },
  {
    name: 'hostile_hole_rewritten',
    what: 'The log is rewritten and extended to 200 GiB, so that what was read last is searched for in all of it.',
    attack: (stage) => {
      const { size } = statSync(stage.log)
      rewrite(stage)
      makeHole(stage, size)
    },
    notice: 'hole_skipped',
  },
  {
    name: 'hostile_hole_at_end',
    what: 'At the first start, which begins at its end, the log is a hole of 200 GiB.',
    prepare: (stage) => {
      stage.configure('start: beginning', 'start: end')
      truncateSync(stage.log, 200 * 1024 ** 3)
    },
    attack: (stage) => stage.write(1),
  },
  {
    name: 'hostile_bomb',
    what: "cPanel's archive contains 1,000 MiB of newlines in 4.5 MB when unread lines are searched for.",
    prepare: makeBomb,
    attack: rewrite,
    notice: 'source_truncated',
    noticeAtStart: 'log_gap',
  },
  {
    name: 'hostile_nuls',
    what: '100,000 lines that begin with a hole of 4 bytes each.',
    attack: (stage) => appendFileSync(stage.log, '\0\0\0\0a\n'.repeat(100_000)),
    notice: 'hole_skipped',
  },
  {
    name: 'hostile_long_lines',
    what: '1,000 lines longer than the longest that is read.',
    attack: (stage) => {
      for (let count = 0; count < 1000; count += 1) appendFileSync(stage.log, `${'x'.repeat(300_000)}\n`)
    },
    notice: 'line_cut',
  },
  {
    name: 'hostile_copies',
    what: '8,300 empty files are named like copies, and the log is renamed so that it comes before them.',
    prepare: (stage: Stage) => {
      for (let index = 0; index < 8300; index += 1) {
        writeFileSync(`${stage.log}-20261102-${String(index).padStart(6, '0')}`, '')
      }
    },
    attack: (stage: Stage) => {
      const before = readdirSync(dirname(stage.log)).filter((name) => name.includes('-20261101-'))
      renameSync(stage.log, `${stage.log}-20261101-${String(before.length).padStart(6, '0')}`)
      stage.write(1)
    },
  },
  {
    name: 'hostile_nesting',
    what: 'Lines of error_log with JSON that is nested as deep as a line is long.',
    attack: (stage: Stage) => {
      const head = '[2026-11-20 10:00:00 +0000] info [spoor_forward_added] '
      for (const opening of ['{"args":', '[']) {
        const line = `${head}${opening.repeat(200_000 / opening.length)}\n`
        for (let count = 0; count < 200; count += 1) appendFileSync(join(dirname(stage.log), 'error_log'), line)
      }
    },
  },
]

/** Someone can write to the folder of a log; the log of root beside it is followed as usual. */
export const hostile: readonly Scenario[] = attacks.map(scenarioOf)

function scenarioOf({ prepare, attack, notice, noticeAtStart = notice, ...scenario }: Attack): Scenario {
  return {
    ...scenario,
    run: async (stage) => {
      const neighbour = new Neighbour(stage)
      prepare?.(stage)
      await stage.start(LIMITED)
      await stage.hear(/source_(?:found|missing): login/)
      stage.write(10)
      await neighbour.untilRead(stage.log)
      await expectOnce(stage, notice, async () => {
        attack(stage)
        await neighbour.livesOn()
      })
      attack(stage)
      await neighbour.endsInTime()
      attack(stage)
      await expectOnce(stage, noticeAtStart, async () => {
        await stage.start(LIMITED)
        await neighbour.livesOn()
      })
    },
  }
}

/** Throws unless the running agent gives the notice once for what is done. */
async function expectOnce(stage: Stage, notice: string | undefined, act: () => Promise<void>): Promise<void> {
  if (notice === undefined) return act()
  const before = stage.timesHeard(notice)
  await act()
  await stage.hear(new RegExp(`${notice}: `))
  const times = stage.timesHeard(notice) - before
  if (times !== 1) throw new Error(`${notice} was given ${times} times`)
}

/** Extends the log to 200 GiB, or beyond its size. */
function makeHole({ log }: Stage, size: number): void {
  truncateSync(log, Math.max(200 * 1024 ** 3, size + 1024 ** 3))
}

/** The bytes before the position are gone, so copies are searched. The next attack may remove the lines. */
function rewrite(stage: Stage): void {
  writeFileSync(stage.log, `${'another log\n'.repeat(200)}${stage.ledger.next(10, {}, true)}`)
}

function makePipes({ log }: Stage): void {
  const archive = join(dirname(log), 'archive')
  mkdirSync(archive)
  const pipes = ['-20261127.gz', '-20261126.gz', '-20261125', '.1', '.2.gz', '.3.gz'].map((end) => `${log}${end}`)
  execFileSync('mkfifo', [...pipes, join(archive, 'login_log-10-2026.gz'), join(archive, 'login_log-11-2026.gz')])
  mkdirSync(`${log}.4.gz`)
  execFileSync('ln', ['-s', '/dev/zero', `${log}.5.gz`])
}

function makeBomb({ log }: Stage): void {
  const archive = join(dirname(log), 'archive')
  mkdirSync(archive)
  const bomb = "yes '' | head -c 1000M | gzip -1"
  execFileSync('sh', ['-c', `${bomb} > "$1"`, 'sh', join(archive, 'login_log-11-2026.gz')])
}
