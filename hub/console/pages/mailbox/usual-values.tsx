import type { JSX } from 'preact'
import { numeral } from '../../words/numbers.ts'

interface UsualValuesParts {
  readonly title: string
  readonly note?: string
  /** Each with how often it was, the commonest first. */
  readonly values: readonly (readonly [words: string, count: number, href?: string])[]
}

/** How many are shown. */
const MOST = 6

/** What is usual, each value with a bar of its share. */
export function UsualValues({ title, note, values }: UsualValuesParts): JSX.Element {
  const most = Math.max(1, ...values.map(([, count]) => count))
  return (
    <section class="block">
      <div class="heading">
        <h2>{title}</h2>
        {note === undefined ? null : <span class="faint fill">{note}</span>}
      </div>
      <ul>
        {values.slice(0, MOST).map(([words, count, href]) => (
          <li key={words} class="usual-value">
            {href === undefined ? (
              <span>{words}</span>
            ) : (
              <a class="link" href={href}>
                {words}
              </a>
            )}
            <span class="faint">{numeral(count)}</span>
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect class="usual" width="100" height="4" />
              <rect class="bar" width={Math.max(1, (count / most) * 100)} height="4" />
            </svg>
          </li>
        ))}
      </ul>
    </section>
  )
}
