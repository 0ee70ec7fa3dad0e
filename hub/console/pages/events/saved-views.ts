import type { SavedView } from '../../../contract/preferences-contract.ts'

/** What a view keeps of a query: not the record that is open. Two views with the same of it are one. */
export function stateOf(query: URLSearchParams): string {
  const kept = new URLSearchParams(query)
  for (const name of ['event', 'by']) kept.delete(name)
  if (kept.get('last') === '24h' || kept.has('from') || kept.has('until')) kept.delete('last')
  kept.sort()
  return kept.toString()
}

/** The views without one of them: another of the same name stays. */
export function withoutView(views: readonly SavedView[], { name, query }: SavedView): readonly SavedView[] {
  return views.filter((view) => view.name !== name || view.query !== query)
}
