import type { JSX } from 'preact'
import type { ShownCheck } from '../../../contract/check-contract.ts'
import { CheckStateMark } from '../../parts/check-mark.tsx'
import { CHECK_STATE_ORDER, checkStateNow } from '../../state/check-state.ts'
import { queried } from '../../state/navigator.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { numeral } from '../../words/numbers.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { placesOf } from './check-places.ts'

const { panel: words } = SERVICES_WORDS

/** How many places are named. */
const MOST = 12

interface SeenFromParts {
  readonly check: ShownCheck
  readonly checks: readonly ShownCheck[]
}

/** How the same is from other places, and how checks of the same name are elsewhere. */
export function SeenFrom({ check, checks }: SeenFromParts): JSX.Element {
  const { same, alike } = placesOf(check, checks)
  const down = same.filter((each) => checkStateNow(each) === 'down').length
  return (
    <>
      {same.length === 0 ? null : (
        <section class="record-part">
          <h2>{words.places}</h2>
          <p>{words.downFrom(down, same.length)}</p>
          <ul class="seen-from">
            {same.slice(0, MOST).map((each) => (
              <li key={`${each.host} ${each.check}`}>
                <CheckStateMark state={checkStateNow(each)} />
                <a class="to" href={queried({ host: each.host, check: each.check })}>
                  {each.host}
                </a>
                <span class="faint">{each.target === null ? words.onItself : words.fromOutside}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {alike.length === 0 ? null : <Alike name={check.check} checks={alike} />}
    </>
  )
}

/** The same name is not the same thing: how many are how. */
function Alike({ name, checks }: { readonly name: string; readonly checks: readonly ShownCheck[] }): JSX.Element {
  const states = checks.map(checkStateNow)
  return (
    <section class="record-part">
      <h2>{words.alike(name)}</h2>
      <p class="alike">
        {CHECK_STATE_ORDER.filter((state) => states.includes(state)).map((state) => (
          <span key={state}>
            {numeral(states.filter((each) => each === state).length)} {CHECK_WORDS.states[state]}
          </span>
        ))}
        <a class="link" href={queried({ q: name, state: undefined })}>
          {words.alikeAll(name)}
        </a>
      </p>
    </section>
  )
}
