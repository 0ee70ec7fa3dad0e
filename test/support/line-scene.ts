import type { Checkpoint } from '../../agent/follow/checkpoint.ts'
import type { Line } from '../../agent/follow/extraction.ts'
import type { Batch } from '../../agent/follow/follow.ts'
import type { LineSource } from '../../agent/sources/line-source.ts'
import type { Notice } from '../../lib/notice/notice.ts'

/** A source of lines at work. */
export interface LineScene {
  /** All lines so far. */
  readonly lines: string[]
  /** The same with what their ids are made of. */
  readonly taken: { readonly generation: string; readonly offset: number; readonly text: string }[]
  /** When each was written, in seconds. */
  readonly written: (number | undefined)[]
  /** `CODE: TEXT` of all notices so far. */
  readonly told: string[]
  /** How many lines there were when it had read all, and waited for something new. */
  readonly caughtUp: number[]
  /** The position after the last batch. */
  readonly reached: () => Checkpoint | undefined
  /** Resolves once something is so; looks after each batch and each notice. */
  readonly until: (isSo: () => boolean) => Promise<void>
  /** Resolves once a notice was given, again and again. */
  readonly untilTold: (pattern: RegExp, times?: number) => Promise<void>
  /** After the batch that is asked for now, asks for no more until `go`. */
  readonly hold: () => void
  readonly go: () => void
  /** Stops it; resolves once it has ended. */
  readonly stop: () => Promise<void>
  /** Resolves once it has ended by itself or by its signal. */
  readonly ended: Promise<void>
  /** Aborts its signal, and asks for nothing more: the program ends with what was not sealed. */
  readonly abandon: () => Promise<void>
}

/** Starts a source; whatever it says is kept. */
export function startLines(source: LineSource, path: string, from?: Checkpoint): LineScene {
  const end = new AbortController()
  const scene = {
    lines: [] as string[],
    taken: [] as LineScene['taken'][number][],
    told: [] as string[],
    caughtUp: [] as number[],
  }
  const written: (number | undefined)[] = []
  let last: Checkpoint | undefined
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  const lookers = new Set<() => void>()
  const look = (): void => lookers.forEach((each) => each())
  const take = ({ generation, offset, bytes, written: when }: Line): [string] => {
    scene.taken.push({ generation, offset, text: bytes.toString() })
    written.push(when)
    return [bytes.toString()]
  }
  const batches = source<string>({
    source: 'login',
    path,
    needles: 'every line',
    take,
    takeGap: ({ cause }) => [`gap: ${cause}`],
    most: 500,
    tell: ({ code, text }: Notice) => {
      scene.told.push(`${code}: ${text}`)
      look()
    },
    from,
    waker: {
      wake: async () => {
        scene.caughtUp.push(scene.lines.length)
        look()
      },
    },
    signal: end.signal,
  })
  const note = ({ items, checkpoint }: Batch<string>): void => {
    scene.lines.push(...items)
    last = checkpoint
    look()
  }
  const ended = (async () => {
    for (;;) {
      const { value, done } = await batches.next()
      if (done === true) return
      note(value)
      await gate.promise
    }
  })()
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isSo()) return
        lookers.delete(check)
        resolve()
      }
      lookers.add(check)
      check()
    })
  return {
    ...scene,
    written,
    reached: () => last,
    until,
    untilTold: (pattern, times = 1) => until(() => scene.told.filter((text) => pattern.test(text)).length >= times),
    hold: () => (gate = Promise.withResolvers<void>()),
    go: () => gate.resolve(),
    stop: () => (end.abort(), gate.resolve(), ended),
    ended,
    abandon: async () => {
      end.abort()
      await batches.return()
    },
  }
}
