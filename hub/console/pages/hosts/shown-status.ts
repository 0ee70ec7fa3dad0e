/** What an agent said last about itself, as far as this version of the console knows it. */
export interface ShownStatus {
  readonly warnings: readonly StatusWarning[]
  readonly sources: readonly StatusSource[]
  readonly roles: readonly { readonly name: string; readonly running: boolean }[]
  readonly waiting: number | undefined
  readonly refused: number | undefined
}

/** What it warns of. */
export interface StatusWarning {
  readonly severity: string
  readonly text: string
}

/** One log that it reads. */
export interface StatusSource {
  readonly source: string
  readonly path: string
  readonly lines: number | undefined
  readonly unrecognised: number | undefined
  readonly events: number | undefined
  /** Milliseconds since 1970. */
  readonly lastEvent: number | undefined
  readonly problem: string | undefined
}

type Thing = Readonly<Record<string, unknown>>

/** Reads a status of any version; what is not as expected is left out. */
export function shownStatus(status: Thing): ShownStatus {
  return {
    warnings: things(status['warnings']).map((warning) => ({
      severity: text(warning['severity']) ?? '',
      text: text(warning['text']) ?? '',
    })),
    sources: things(status['sources']).map((source) => ({
      source: text(source['source']) ?? '',
      path: text(source['path']) ?? '',
      lines: number(source['lines']),
      unrecognised: number(source['unrecognised']),
      events: number(source['events']),
      lastEvent: number(source['lastEvent']),
      problem: text(source['problem']),
    })),
    roles: Object.entries(isThing(status['roles']) ? status['roles'] : {}).map(([name, role]) => ({
      name,
      running: isThing(role) && role['running'] === true,
    })),
    waiting: number(status['waiting']),
    refused: number(status['refused']),
  }
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null
}

function things(value: unknown): readonly Thing[] {
  return Array.isArray(value) ? value.filter(isThing) : []
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
