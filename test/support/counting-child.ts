// Counts the logs of a pattern, one interval after the other without a pause, until it is killed:
// `counting-child FOLDER PATTERN`. Says a byte after each interval.
import { CountingRun } from './counting-scene.ts'

async function countOn([folder = '', path = '']: readonly string[]): Promise<void> {
  const run = await CountingRun.start(folder, { logs: [{ path }] })
  for (;;) {
    process.stdout.write('.')
    await run.interval(0)
  }
}

void countOn(process.argv.slice(2))
