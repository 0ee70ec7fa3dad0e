import { type Happening, named, type Todo } from './todo.ts'

/** What is to be done about too much traffic of hosts together. */
export function afterOverload(steps: readonly Happening[]): readonly Todo[] {
  const because = steps.findLast(({ kind }) => kind === 'fleet_traffic_high')
  if (because === undefined) return []
  const { rule = '' } = because.fields
  const isOver = ({ kind, time, fields }: Happening): boolean =>
    kind === 'fleet_traffic_recovered' && time >= because.time && fields['rule'] === rule
  return [
    {
      what: 'Find out',
      of: `which virtual hosts have most of what the rule ${named(rule)} sums up.`,
      where: 'The totals of that time say so, by host and by virtual host.',
      commands: [],
      because,
      seen: steps.find(isOver),
    },
  ]
}
