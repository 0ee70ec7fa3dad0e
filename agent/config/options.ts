import { type Option, optionsOf } from '../../lib/settings/option.ts'
import { SCHEMA } from './schema.ts'

/** The root of the agent's options. */
export const OPTIONS: Option = optionsOf(SCHEMA)
