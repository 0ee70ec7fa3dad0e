import type { ComponentChildren, JSX } from 'preact'

interface ValueRowParts {
  readonly name: string
  readonly children: ComponentChildren
}

/** A value of a record, with its name. */
export function ValueRow({ name, children }: ValueRowParts): JSX.Element {
  return (
    <div class="value">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
