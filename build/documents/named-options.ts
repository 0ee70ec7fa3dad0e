import type { Option } from '../../lib/settings/option.ts'

/** An option that has a value of its own, or is a list of sections, by the name that documentation gives it. */
export interface NamedOption {
  /** `spool.path`, `followers.LOG.name` for each log, `logs.N.driver` for each item, `channels.NAME.mail` for each. */
  readonly name: string
  readonly option: Option
}

/**
 * All options of a schema, in the order of the example file; the logs below followers have the same ones. What an item
 * of a list has in common with a section before it is left out: the list's sentence says so.
 */
export function namedOptions(root: Option): readonly NamedOption[] {
  const named = (root.below ?? []).flatMap((option) => below(option, ''))
  const told = new Set(named.filter(({ name }) => !/\.N\./.test(name)).map(({ option }) => option.sentence))
  const seen = new Set<string>()
  return named.filter(({ name, option }) => {
    const isKnown = seen.has(name) || (/\.N\./.test(name) && told.has(option.sentence))
    seen.add(name)
    return !isKnown
  })
}

function below(option: Option, prefix: string): NamedOption[] {
  if (option.retired) return []
  const name = prefix === 'followers.' ? 'followers.LOG' : prefix + option.key
  const children = (option.below ?? []).flatMap((child) => below(child, `${name}.`))
  const items = (option.item?.below ?? []).flatMap((child) => below(child, `${name}.N.`))
  const named = (option.each?.below ?? []).flatMap((child) => below(child, `${name}.NAME.`))
  return option.below === undefined ? [{ name, option }, ...items, ...named] : children
}
