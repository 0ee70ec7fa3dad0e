import type { Kind } from '../../lib/event/catalogue.ts'
import type { Context, Service } from '../../lib/event/event.ts'
import type { StampForm } from './line-time.ts'

/** One pattern of an own driver: what a line that fits it says. */
export interface DriverPattern {
  /** Alternatives in RE2's syntax, each valid; the first that fits counts, and its named groups become fields. */
  readonly expressions: readonly string[]
  readonly kind: Kind
  /** Of a `log_line`: what the pattern is called. */
  readonly name: string | undefined
  readonly context: Context
  readonly service: Service | null
  /** Fields that do not stand in the line. */
  readonly fields: Readonly<Record<string, string>>
  readonly time: StampForm
}

/** A line, and what it must say: some of its fields as texts; null for nothing. */
export interface DriverSample {
  readonly line: string
  readonly says: Readonly<Record<string, string>> | null
  /** Where it is written: `FILE:LINE:COLUMN`. */
  readonly from: string
}

/** A driver that the operator wrote as data. */
export interface DriverSpec {
  /** The name of its file, without `.yml`. */
  readonly name: string
  readonly patterns: readonly DriverPattern[]
  /** Of which each line that fits holds one, if they are given. */
  readonly needles: readonly string[] | undefined
  /** If each line is shipped whole: how its time reads. */
  readonly lines: StampForm | undefined
  /** Whether `log_line` may leave the host. */
  readonly sends: boolean
}
