import * as v from 'valibot'

/** What the schema says of one key, for what reads, shows and documents it. */
export interface Option {
  readonly key: string
  /** What it means, in a sentence; empty where the keys below it say everything. */
  readonly sentence: string
  /** The keys below it; absent where it has a value of its own. */
  readonly below?: readonly Option[]
  /** One of its items, an option without a name, where it is a list of sections. */
  readonly item?: Option
  readonly required: boolean
  /** As it would be written. */
  readonly default: string | undefined
  /** A value that would be right, as it would be written. */
  readonly example: string | undefined
  /** Written out in the example file though it is not required. */
  readonly shown: boolean
  /** Without a value in the example file, as only whoever runs the agent knows one. */
  readonly blank: boolean
  /** Of App::Spoor, without a meaning now. */
  readonly retired: boolean
  /** The keys below it are for its operator to choose. */
  readonly isFree: boolean
  /** Another key of its section that it is written instead of: a later file that has the one takes the other away. */
  readonly insteadOf: string | undefined
}

/** All that may stand in a configuration file of this schema, as one option without a name. */
export function optionsOf(schema: v.GenericSchema): Option {
  return optionOf('', schema)
}

/** The option at this path, or the last one known on the way to it. */
export function nearestOption(options: Option, path: readonly string[]): Option {
  let option = options
  for (const key of path) option = option.item ?? option.below?.find((child) => child.key === key) ?? option
  return option
}

function optionOf(key: string, schema: v.GenericSchema): Option {
  const metadata = v.getMetadata(schema)
  const entries = entriesOf(schema)
  const item = itemOf(schema)
  const preset = 'default' in schema && typeof schema.default === 'string' ? schema.default : undefined
  return {
    key,
    sentence: v.getDescription(schema) ?? '',
    ...(entries && { below: Object.entries(entries).map(([key, schema]) => optionOf(key, schema)) }),
    ...(item && { item: optionOf('', item) }),
    required: schema.type !== 'optional',
    default: preset,
    example: typeof metadata['example'] === 'string' ? metadata['example'] : preset,
    shown: metadata['shown'] === true,
    blank: metadata['blank'] === true,
    retired: metadata['retired'] === true,
    isFree: isFree(schema),
    insteadOf: typeof metadata['insteadOf'] === 'string' ? metadata['insteadOf'] : undefined,
  }
}

/** An option below one whose keys are free. */
export function freeOption(key: string): Option {
  return optionOf(key, v.optional(v.string()))
}

function isFree(schema: v.GenericSchema): boolean {
  return isOptional(schema) ? isFree(schema.wrapped) : schema.type === 'record'
}

function entriesOf(schema: v.GenericSchema): v.ObjectEntries | undefined {
  if (isOptional(schema)) return entriesOf(schema.wrapped)
  return isSection(schema) ? schema.entries : undefined
}

/** What the items of a list may be, where they are sections. */
function itemOf(schema: v.GenericSchema): v.GenericSchema | undefined {
  if (isOptional(schema)) return itemOf(schema.wrapped)
  return isList(schema) && isSection(schema.item) ? schema.item : undefined
}

function isOptional(schema: v.GenericSchema): schema is v.GenericSchema & { wrapped: v.GenericSchema } {
  return 'wrapped' in schema
}

function isSection(schema: v.GenericSchema): schema is v.GenericSchema & { entries: v.ObjectEntries } {
  return 'entries' in schema
}

function isList(schema: v.GenericSchema): schema is v.GenericSchema & { item: v.GenericSchema } {
  return 'item' in schema
}
