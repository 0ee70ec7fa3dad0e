import type { JSX } from 'preact'
import { queried } from '../../state/navigator.ts'
import { preferences } from '../../state/preferences.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { shortDay } from '../../words/numbers.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { daysUntil, type SeenCertificate } from './certificates.ts'

const { certificates: words } = SERVICES_WORDS

/** Those that last longer than this, in days, are folded. */
const FAR = 30

/** How many stand in a list: of a thousand hosts nobody reads all. */
const MOST = 100

interface CertificateListParts {
  readonly certificates: readonly SeenCertificate[]
  /** The present time. */
  readonly seconds: number
}

/** When the certificates end that checks saw, the soonest first. */
export function CertificateList({ certificates, seconds }: CertificateListParts): JSX.Element {
  const [soon, far] = [true, false].map((isSoon) =>
    certificates.filter(({ ends }) => daysUntil(ends, seconds) <= FAR === isSoon),
  )
  return (
    <section aria-labelledby="check-certificates">
      <div class="heading">
        <h2 id="check-certificates">{words.title}</h2>
      </div>
      <div class="sheet">
        {certificates.length === 0 ? <p class="block soft">{words.none}</p> : null}
        {certificates.length > 0 && soon?.length === 0 ? <p class="block soft">{words.noneSoon}</p> : null}
        <Certificates certificates={soon ?? []} seconds={seconds} />
        {far === undefined || far.length === 0 ? null : (
          <details class="block far">
            <summary>{words.later(far.length)}</summary>
            <Certificates certificates={far} seconds={seconds} />
          </details>
        )}
      </div>
    </section>
  )
}

function Certificates({ certificates, seconds }: CertificateListParts): JSX.Element | null {
  if (certificates.length === 0) return null
  const { times } = preferences.value
  return (
    <ul class="check-facts of-certificates">
      {certificates.slice(0, MOST).map(({ of, ends, checks }) => {
        const days = daysUntil(ends, seconds)
        const [first] = checks
        return (
          <li key={`${of} ${ends}`}>
            <b class={days < 7 ? 'as-down' : days < 14 ? 'as-late' : undefined}>{words.days(days)}</b>
            <span>
              <a class="link" href={queried({ host: first?.host, check: first?.check })}>
                {of}
              </a>{' '}
              <span class="soft">
                {CHECK_WORDS.names(
                  checks.slice(0, 4).map(({ check }) => check),
                  checks.length - 4,
                )}
              </span>
            </span>
            <span class="faint">
              {days < 0 ? words.ended : words.ends} {shortDay(ends, times)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
