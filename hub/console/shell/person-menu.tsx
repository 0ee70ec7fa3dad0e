import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { MeAnswer } from '../../contract/person-contract.ts'
import { Menu } from '../parts/menu.tsx'
import { PreferenceChoices } from '../parts/preference-choices.tsx'
import { pathTo } from '../state/place.ts'
import { me, signOut } from '../state/session.ts'
import { WORDS } from '../words/words.ts'
import { openDialog } from './open-dialog.ts'

const { person } = WORDS

/** The person, at the end of the top bar. */
export function PersonMenu(): JSX.Element | null {
  const { value: who } = me
  if (who === null || who === undefined) return null
  const name = person.menu(who.name, person.roles[who.role])
  const label = (
    <>
      {who.name.slice(0, 2).toUpperCase()}
      <span class="unseen">, {name}</span>
    </>
  )
  return (
    <Menu label={label} title={name} style="who">
      <PersonChoices who={who} isInBar />
    </Menu>
  )
}

interface PersonChoicesParts {
  readonly who: MeAnswer
  /** Not on a phone, where the settings stand in the same menu, and nobody has keys. */
  readonly isInBar?: boolean
}

/** How the console looks to a person, the keys, and the way out. */
export function PersonChoices({ who, isInBar = false }: PersonChoicesParts): JSX.Element {
  const failed = useSignal('')
  const leave = async (): Promise<void> => {
    const outcome = await signOut()
    if ('problem' in outcome) failed.value = outcome.problem.said || WORDS.states.titles[outcome.problem.fault]
  }
  return (
    <>
      <h2>{person.menu(who.name, person.roles[who.role])}</h2>
      <PreferenceChoices />
      {isInBar ? <a href={pathTo('settings')}>{WORDS.nav.settings}</a> : null}
      {isInBar ? (
        <button type="button" onClick={() => (openDialog.value = 'keys')}>
          {person.keys}
          <kbd class="fill">?</kbd>
        </button>
      ) : null}
      <button type="button" onClick={() => void leave()}>
        {person.signOut}
      </button>
      {failed.value === '' ? null : (
        <p class="said" role="alert">
          {failed.value}
        </p>
      )}
    </>
  )
}
