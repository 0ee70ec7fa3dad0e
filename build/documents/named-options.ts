import type { Option } from '../../lib/settings/option.ts'

/** An option that has a value of its own, or is a list of sections, by the name that documentation gives it. */
export interface NamedOption {
  /** `spool.path`, `followers.LOG.name` for each log, `logs.N.driver` for each item, `channels.NAME.mail` for each. */
  readonly name: string
  readonly option: Option
}

/**
 * All options of a schema, in the order of the example file; the logs below followers have the same ones. What an item
 * of a list has in common with a section that the list's sentence names is left out.
 */
export function namedOptions(root: Option): readonly NamedOption[] {
  const named = (root.below ?? []).flatMap((option) => below(option, ''))
  const told = Map.groupBy(
    named.filter(({ name }) => !/\.N\./.test(name)),
    ({ option }) => option.sentence,
  )
  const seen = new Set<string>()
  return named.filter(({ name, option }) => {
    const [list, item] = name.split('.N.')
    const listSentence = named.find((other) => other.name === list)?.option.sentence.split(/\W+/) ?? []
    const isTold = (told.get(option.sentence) ?? []).some((other) => listSentence.includes(sectionOf(other)))
    const isKnown = seen.has(name) || (item !== undefined && isTold)
    seen.add(name)
    return !isKnown
  })
}

function sectionOf({ name }: NamedOption): string {
  return name.split('.')[0] ?? ''
}

function below(option: Option, prefix: string): NamedOption[] {
  if (option.retired) return []
  const name = prefix === 'followers.' ? 'followers.LOG' : prefix + option.key
  const children = (option.below ?? []).flatMap((child) => below(child, `${name}.`))
  const items = (option.item?.below ?? []).flatMap((child) => below(child, `${name}.N.`))
  const named = (option.each?.below ?? []).flatMap((child) => below(child, `${name}.NAME.`))
  return option.below === undefined ? [{ name, option }, ...items, ...named] : children
}
