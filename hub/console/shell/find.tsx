import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { FacetsAnswer } from '../../contract/event-contract.ts'
import type { HostsAnswer } from '../../contract/host-contract.ts'
import { Icon } from '../parts/icon.tsx'
import { Modal } from '../parts/modal.tsx'
import { useAnswer } from '../parts/shown.tsx'
import { Answer } from '../state/answer.ts'
import { keyGroups } from '../state/keys.ts'
import { goTo } from '../state/navigator.ts'
import { me, signOut } from '../state/session.ts'
import { WORDS } from '../words/words.ts'
import { destinations } from './destinations.ts'
import { type Finding, findingsFor } from './findings.ts'
import { KeyCaps } from './key-caps.tsx'
import { openDialog } from './open-dialog.ts'

/** How long typing has to rest before the hub is asked, in milliseconds. */
const REST = 200

/** Find, which is the palette, too. */
export function Find(): JSX.Element {
  const [text, chosen] = [useSignal(''), useSignal(0)]
  const hosts = useAnswer<HostsAnswer>('/api/v1/hosts')
  const facets = useMailboxes(text.value)
  const places = destinations(me.value?.rights.manage === true, () => void signOut())
  const known = { hosts: hosts.known.value.value, facets: facets.known.value.value, keys: keyGroups.value, places }
  const found = findingsFor(text.value, known)
  const at = Math.min(chosen.value, found.length - 1)
  const take = (finding: Finding | undefined): void => {
    openDialog.value = undefined
    if (typeof finding?.target === 'string') goTo(finding.target)
    // Later the dialog has given the focus back, and the click that chose is over, which would shut what opens.
    else if (finding !== undefined) setTimeout(finding.target)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) chosen.value = (at + step + found.length) % Math.max(1, found.length)
    else if (event.key === 'Enter') take(found[at])
    else return
    event.preventDefault()
  }
  return (
    <Modal label={WORDS.find.label} style="find" onClose={() => (openDialog.value = undefined)}>
      <label class="find-field">
        <Icon name="find" />
        <input
          value={text.value}
          placeholder={WORDS.find.label}
          aria-label={WORDS.find.label}
          role="combobox"
          aria-expanded="true"
          aria-controls="found"
          aria-activedescendant={at < 0 ? undefined : `found-${at}`}
          autocomplete="off"
          spellcheck={false}
          maxLength={100}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value
            chosen.value = 0
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </label>
      <div class="found" role="listbox" id="found" aria-label={WORDS.find.label}>
        {found.map((finding, index) => (
          <Found
            key={`${finding.group} ${finding.words}`}
            finding={finding}
            index={index}
            isFirst={found[index - 1]?.group !== finding.group}
            isChosen={index === at}
            onTake={() => take(finding)}
          />
        ))}
      </div>
      <p class="find-foot">{WORDS.find.foot}</p>
    </Modal>
  )
}

interface FoundParts {
  readonly finding: Finding
  readonly index: number
  readonly isFirst: boolean
  readonly isChosen: boolean
  readonly onTake: () => void
}

/** One of what was found; the first of its group has the group's name above it. */
function Found({ finding, index, isFirst, isChosen, onTake }: FoundParts): JSX.Element {
  const { group, words, more, keys } = finding
  return (
    <>
      {isFirst ? (
        <div class="found-group" role="presentation">
          {group}
        </div>
      ) : null}
      <div
        class="found-item"
        role="option"
        id={`found-${index}`}
        aria-selected={isChosen}
        onClick={onTake}
        ref={(element) => (isChosen ? element?.scrollIntoView({ block: 'nearest' }) : undefined)}
      >
        <span>{words}</span>
        {more === undefined ? null : <span class="faint">{more}</span>}
        <span class="fill">{keys === undefined ? null : <KeyCaps keys={keys} />}</span>
      </div>
    </>
  )
}

function useMailboxes(text: string): Answer<FacetsAnswer> {
  const answer = useMemo(() => new Answer<FacetsAnswer>(), [])
  useEffect(() => {
    const word = text.trim()
    const query = new URLSearchParams({ q: word, from: String(Math.floor(Date.now() / 1000) - 7 * 86_400) })
    const timer = setTimeout(() => answer.want(word.length < 2 ? undefined : `/api/v1/facets?${query}`), REST)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => () => answer.stop(), [])
  return answer
}
