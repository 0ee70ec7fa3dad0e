import type { ComponentChildren, JSX } from 'preact'
import type { FilterName } from './event-filters.ts'
import { FilterPair } from './filter-pair.tsx'

interface RecordValueParts {
  readonly name: string
  readonly filter?: { readonly name: FilterName; readonly value: string }
  readonly children: ComponentChildren
}

/** A name and its value, with the buttons that filter by it. */
export function RecordValue({ name, filter, children }: RecordValueParts): JSX.Element {
  return (
    <div class="value">
      <dt>{name}</dt>
      <dd>
        {children}
        {filter === undefined ? null : <FilterPair name={filter.name} value={filter.value} />}
      </dd>
    </div>
  )
}
