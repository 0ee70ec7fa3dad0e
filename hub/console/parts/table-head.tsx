import type { JSX } from 'preact'

interface TableHeadParts {
  /** What the table has, for who does not see it. */
  readonly caption: string
  /** The names of the columns; an empty one is of buttons. */
  readonly heads: readonly string[]
}

/** The caption and the head of a table. */
export function TableHead({ caption, heads }: TableHeadParts): JSX.Element {
  return (
    <>
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) =>
            head === '' ? (
              <td key={head} />
            ) : (
              <th key={head} scope="col">
                {head}
              </th>
            ),
          )}
        </tr>
      </thead>
    </>
  )
}
