import { Session } from 'node:inspector'

/** The inspector's counts of executed blocks since the last call. */
interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

/** The amount of data that a call of a built-in method processes. */
type Weigh = (on: unknown, args: readonly unknown[], result: unknown) => number

type Callable = (this: unknown, ...args: readonly unknown[]) => unknown

const PROGRAM = ['agent', 'lib'].map((folder) => new URL(`../../${folder}/`, import.meta.url).href)

const whole: Weigh = (on, [first], result) => lengthOf(on) + lengthOf(first) + lengthOf(result)
const found: Weigh = (on, [, from], at) => (at === -1 ? lengthOf(on) : Number(at)) - Number(from ?? 0)
const foundFromEnd: Weigh = (on, [, from], at) => Math.min(lengthOf(on), Number(from ?? Infinity)) - Number(at)

const OF_TEXT: Readonly<Record<string, Weigh>> = {
  indexOf: found,
  lastIndexOf: foundFromEnd,
  startsWith: (_on, [start]) => lengthOf(start),
  endsWith: (_on, [end]) => lengthOf(end),
  slice: (_on, _args, result) => lengthOf(result),
  substring: (_on, _args, result) => lengthOf(result),
  ...Object.fromEntries(
    ['concat', 'includes', 'match', 'padStart', 'repeat', 'replace', 'replaceAll', 'split'].map((name) => [
      name,
      whole,
    ]),
  ),
  ...Object.fromEntries(['search', 'toLowerCase', 'toWellFormed', 'trim', 'trimStart'].map((name) => [name, whole])),
}
const OF_LISTS = [
  'concat',
  'every',
  'filter',
  'find',
  'findLast',
  'flatMap',
  'includes',
  'join',
  'map',
  'slice',
  'some',
]

/**
 * Counts the work of the agent's code: executed blocks, by V8's own counters, and the amount of data that built-in
 * methods of strings, arrays, patterns and JSON process. The same work gives the same number on any machine and at any
 * load. A pattern counts as one pass; `linear-pattern.ts` makes sure that this is true. Only code loaded after the
 * meter is counted.
 */
export class WorkMeter {
  readonly #session = new Session()
  readonly #counted: readonly string[]
  #called = 0

  /** Counts the blocks of scripts whose URLs begin with one of these; by default those of the program. */
  constructor(counted: readonly string[] = PROGRAM) {
    this.#counted = counted
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** The amount of work. */
  count(work: () => void): number {
    this.#ranBlocks()
    this.#called = 0
    const restore = this.#watch()
    try {
      work()
    } finally {
      for (const each of restore) each()
    }
    return this.#called + this.#ranBlocks()
  }

  #ranBlocks(): number {
    let ran = 0
    this.#session.post('Profiler.takePreciseCoverage', (error: Error | null, coverage: Coverage) => {
      if (error !== null) throw error
      const functions = coverage.result.flatMap(({ url, functions }) =>
        this.#counted.some((start) => url.startsWith(start)) ? functions : [],
      )
      for (const { ranges } of functions) for (const { count } of ranges) ran += count
    })
    return ran
  }

  #watch(): (() => void)[] {
    const add = (length: number): void => {
      this.#called += length
    }
    const wrap = (owner: object, name: string, weigh: Weigh): (() => void) => {
      const method: Callable = Reflect.get(owner, name)
      const counting: Callable = function (...args) {
        let result: unknown
        try {
          result = Reflect.apply(method, this, args)
        } finally {
          add(weigh(this, args, result))
        }
        return result
      }
      Reflect.set(owner, name, counting)
      return () => Reflect.set(owner, name, method)
    }
    return [
      ...Object.entries(OF_TEXT).map(([name, weigh]) => wrap(String.prototype, name, weigh)),
      ...OF_LISTS.map((name) => wrap(Array.prototype, name, whole)),
      ...['exec', 'test'].map((name) => wrap(RegExp.prototype, name, whole)),
      wrap(JSON, 'parse', (_on, [text]) => lengthOf(text) * (1 + depthOf(String(text)))),
    ]
  }
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0
}

/** Depth of nested brackets, wherever they are: V8's parsing time grows with it. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    if (character === ']' || character === '}') depth -= 1
  }
  return deepest
}
