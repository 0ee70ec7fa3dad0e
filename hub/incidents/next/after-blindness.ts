import { type Happening, named, type Todo } from './todo.ts'

/** So many sources are named one by one. */
const MOST = 10

/** What is to be mended so that a host is seen again. */
export function afterBlindness(subject: string, steps: readonly Happening[]): readonly Todo[] {
  const blind = steps.filter(({ kind }) => kind === 'source_blind' || kind === 'host_silent')
  const byPart = [...Map.groupBy(blind, partOf).values()]
  return byPart.slice(-MOST).map((asked) => mending(subject, asked, steps))
}

function mending(subject: string, asked: readonly Happening[], steps: readonly Happening[]): Todo {
  const because = asked.at(-1) ?? asked[0]
  if (because === undefined) throw new RangeError('nothing is blind')
  const isHost = because.kind === 'host_silent'
  const again = isHost ? 'host_heard' : 'source_seen'
  const { source, log, problem } = because.fields
  const seen = steps.find(
    (step) => step.kind === again && step.time >= because.time && (isHost || partOf(step) === partOf(because)),
  )
  if (isHost)
    return {
      what: 'Have the host report again:',
      of: `${named(subject)}.`,
      where: 'See whether the server runs and reaches the hub. On it:',
      commands: ['systemctl status spoor-agent-transmitter', 'spoor-agent check'],
      because,
      seen,
    }
  return {
    what: 'Have the agent read',
    of: `${named(log ?? source ?? 'its logs')} again.`,
    where: `It said: ${named(problem ?? 'nothing')}. On ${named(subject)}, this says what to change:`,
    commands: ['spoor-agent check'],
    because,
    seen,
  }
}

function partOf({ kind, fields }: Happening): string {
  return kind.startsWith('host_') ? 'host' : `${fields['source'] ?? ''} ${fields['log'] ?? ''}`
}
