import { type Option, optionsOf } from '../../lib/settings/option.ts'
import { SCHEMA } from './schema.ts'

/** All options of the agent, as one without a name. */
export const OPTIONS: Option = optionsOf(SCHEMA)
