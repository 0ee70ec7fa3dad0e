import type { Examination } from './examination.ts'
import { certificates } from './examinations/certificates.ts'
import { clock } from './examinations/clock.ts'
import { competitors } from './examinations/competitors.ts'
import { configuration } from './examinations/configuration.ts'
import { denials } from './examinations/denials.ts'
import { disk } from './examinations/disk.ts'
import { ownFiles } from './examinations/files.ts'
import { folders } from './examinations/folders.ts'
import { format } from './examinations/format.ts'
import { hooks } from './examinations/hooks.ts'
import { logins } from './examinations/logins.ts'
import { logStates } from './examinations/logs.ts'
import { memory } from './examinations/memory.ts'
import { names } from './examinations/names.ts'
import { proxies } from './examinations/proxies.ts'
import { deliveries } from './examinations/receivers.ts'
import { told } from './examinations/status.ts'
import { unitStates } from './examinations/units.ts'
import { watches } from './examinations/watches.ts'

/** Everything that `doctor` looks at, from what all else rests on to what is rare. */
export const EXAMINATIONS: readonly Examination[] = [
  configuration,
  ownFiles,
  unitStates,
  told,
  logStates,
  format,
  folders,
  logins,
  hooks,
  disk,
  watches,
  memory,
  competitors,
  denials,
  names,
  proxies,
  certificates,
  deliveries,
  clock,
]
