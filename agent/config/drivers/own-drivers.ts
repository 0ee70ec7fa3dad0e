import type { Notice } from '../../../lib/notice/notice.ts'
import type { Driver } from '../../drivers/driver.ts'
import type { DriverSample } from '../../own-drivers/driver-spec.ts'
import type { Follower } from '../config.ts'

/** A driver that the operator wrote as a file. */
export interface OwnDriver {
  readonly name: string
  /** Its file. */
  readonly file: string
  /** Says all that its patterns find, also what is not to leave the host. */
  readonly driver: Driver
  readonly followers: readonly Follower[]
  readonly samples: readonly DriverSample[]
  /** Expressions that each line is compared with, as no fixed text tells which may fit. */
  readonly slow: readonly string[]
  /** Whether `log_line` may leave the host. */
  readonly sends: boolean
}

/** The own drivers beside a configuration. */
export interface OwnDrivers {
  readonly drivers: readonly OwnDriver[]
  /** About files that are wrong, or that only their names keep from being read. */
  readonly notices: readonly Notice[]
}
