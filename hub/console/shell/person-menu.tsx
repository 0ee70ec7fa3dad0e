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
      <PersonChoices who={who} hasSettings />
    </Menu>
  )
}

interface PersonChoicesParts {
  readonly who: MeAnswer
  /** Whether there is a link to the settings: not where one stands in the same menu. */
  readonly hasSettings?: boolean
}

/** How the console looks to a person, the keys, and the way out. */
export function PersonChoices({ who, hasSettings = false }: PersonChoicesParts): JSX.Element {
  const failed = useSignal('')
  const leave = async (): Promise<void> => {
    const outcome = await signOut()
    if ('problem' in outcome) failed.value = outcome.problem.said || WORDS.states.titles[outcome.problem.fault]
  }
  return (
    <>
      <h2>{person.menu(who.name, person.roles[who.role])}</h2>
      <PreferenceChoices />
      {hasSettings ? <a href={pathTo('settings')}>{WORDS.nav.settings}</a> : null}
      <button type="button" onClick={() => (openDialog.value = 'keys')}>
        {person.keys}
        <kbd class="fill">?</kbd>
      </button>
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
