import * as v from 'valibot'

/** One key of the schema, as the reader of files, the example file and the documentation need it. */
export interface Option {
  readonly key: string
  /** What it means, in one sentence; empty if the keys below it say everything. */
  readonly sentence: string
  /** The keys below it; absent if it has a value of its own. */
  readonly below?: readonly Option[]
  /** What its items look like, if it is a list of sections. */
  readonly item?: Option
  /** What each of its sections looks like, if the operator chooses their names. */
  readonly each?: Option
  readonly required: boolean
  /** As written in a file. */
  readonly default: string | undefined
  /** A valid value, as written in a file. */
  readonly example: string | undefined
  /** What the example file writes out although it is not required, as written there. */
  readonly shown: string | undefined
  /** Left empty in the example file: only the operator knows the value. */
  readonly blank: boolean
  /** A key of App::Spoor that has no effect now. */
  readonly retired: boolean
  /** The operator chooses the keys below it. */
  readonly isFree: boolean
  /** Its value is plain data of any shape: texts, lists, and sections whose keys the operator chooses. */
  readonly isPlain: boolean
  /** Besides the keys below it, it takes others with plain data: who knows them checks them later. */
  readonly isOpen: boolean
  /** The key of the same section that it replaces: a later file with the one removes the other. */
  readonly insteadOf: string | undefined
}

/** Everything a configuration file of this schema may hold, as one option without a name. */
export function optionsOf(schema: v.GenericSchema): Option {
  return optionOf('', schema)
}

/** The option at this path, or the last known one on the way to it. */
export function nearestOption(options: Option, path: readonly string[]): Option {
  let option = options
  for (const key of path)
    option = option.item ?? option.each ?? option.below?.find((child) => child.key === key) ?? option
  return option
}

function optionOf(key: string, schema: v.GenericSchema): Option {
  const metadata = v.getMetadata(schema)
  const entries = entriesOf(schema)
  const isCommon = commonTo(schema)
  const [item, each] = [itemOf(schema), eachOf(schema)]
  const preset = 'default' in schema && typeof schema.default === 'string' ? schema.default : undefined
  const example = textOf(metadata['example']) ?? preset
  return {
    key,
    sentence: v.getDescription(schema) ?? '',
    ...(entries && { below: Object.entries(entries).map(([key, schema]) => belowOf(optionOf(key, schema), isCommon)) }),
    ...(item && { item: optionOf('', item) }),
    ...(each && { each: optionOf('', each) }),
    required: schema.type !== 'optional',
    default: preset,
    example,
    shown: metadata['shown'] === true ? example : textOf(metadata['shown']),
    blank: metadata['blank'] === true,
    retired: metadata['retired'] === true,
    isFree: isFree(schema),
    isPlain: metadata['plain'] === true,
    isOpen: metadata['open'] === true,
    insteadOf: textOf(metadata['insteadOf']),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** An option below one whose keys are free: a section like each of these, or a text. */
export function freeOption(key: string, each: Option | undefined): Option {
  return each === undefined ? optionOf(key, v.optional(v.string())) : { ...each, key }
}

function isFree(schema: v.GenericSchema): boolean {
  return isOptional(schema) ? isFree(schema.wrapped) : schema.type === 'record'
}

/** The keys of a section; where it is one of several types those of all, as the first of these has them. */
function entriesOf(schema: v.GenericSchema): v.ObjectEntries | undefined {
  if (isOptional(schema)) return entriesOf(schema.wrapped)
  if (isSection(schema)) return schema.entries
  if (!isVariant(schema)) return undefined
  const entries = new Map<string, v.GenericSchema>()
  for (const type of schema.options)
    for (const [key, entry] of Object.entries(entriesOf(type) ?? {})) if (!entries.has(key)) entries.set(key, entry)
  return Object.fromEntries(entries)
}

/** Whether a section has a key whatever its type. */
function commonTo(schema: v.GenericSchema): (key: string) => boolean {
  return (key) =>
    isVariant(schema) ? schema.options.every((type) => commonTo(type)(key)) : entriesOf(schema)?.[key] !== undefined
}

/** A key that only some types have need not be there. */
function belowOf(option: Option, isCommon: (key: string) => boolean): Option {
  return isCommon(option.key) ? option : { ...option, required: false }
}

/** The schema of a list's items, if they are sections. */
function itemOf(schema: v.GenericSchema): v.GenericSchema | undefined {
  if (isOptional(schema)) return itemOf(schema.wrapped)
  return isList(schema) && entriesOf(schema.item) !== undefined ? schema.item : undefined
}

/** The schema of the sections below free keys. */
function eachOf(schema: v.GenericSchema): v.GenericSchema | undefined {
  if (isOptional(schema)) return eachOf(schema.wrapped)
  return isRecord(schema) && isSection(schema.value) ? schema.value : undefined
}

function isOptional(schema: v.GenericSchema): schema is v.GenericSchema & { wrapped: v.GenericSchema } {
  return 'wrapped' in schema
}

function isSection(schema: v.GenericSchema): schema is v.GenericSchema & { entries: v.ObjectEntries } {
  return 'entries' in schema
}

function isVariant(schema: v.GenericSchema): schema is v.GenericSchema & { options: readonly v.GenericSchema[] } {
  return schema.type === 'variant' && 'options' in schema
}

function isRecord(schema: v.GenericSchema): schema is v.GenericSchema & { value: v.GenericSchema } {
  return schema.type === 'record' && 'value' in schema
}

function isList(schema: v.GenericSchema): schema is v.GenericSchema & { item: v.GenericSchema } {
  return 'item' in schema
}
