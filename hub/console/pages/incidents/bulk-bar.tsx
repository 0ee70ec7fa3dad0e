import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { IncidentStateWord, ShownIncident } from '../../../contract/incident-contract.ts'
import { EndDialog, useEndDraft } from '../../parts/end-dialog.tsx'
import type { IncidentWish } from '../../state/change-incident.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_LIST_WORDS as words } from '../../words/incident-list-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import type { BulkDeed, BulkWish } from './bulk-deed.ts'

interface BulkBarParts {
  /** Those that are selected, all of which are shown. */
  readonly chosen: readonly ShownIncident[]
  readonly deed: BulkDeed
  /** Resolves with whether it was done with all of them. */
  readonly onRun: (wish: BulkWish) => Promise<boolean>
  readonly onSelect: (isAll: boolean) => void
}

/** What is done with those that are selected; its line is always there, so that nothing moves. */
export function BulkBar({ chosen, deed, onRun, onSelect }: BulkBarParts): JSX.Element {
  const asked = useSignal<IncidentStateWord | undefined>(undefined)
  const draft = useEndDraft()
  const end = async (wish: IncidentWish & { readonly state: IncidentStateWord }): Promise<void> => {
    asked.value = undefined
    if (await onRun({ name: INCIDENT_WORDS.moves[wish.state], wish })) draft.clear()
  }
  const { isBusy, words: said, failures } = deed.state.value
  const isNone = chosen.length === 0
  const ends = ['resolved', 'dismissed'] as const
  return (
    <div class="bulk-bar">
      <label class="bulk-all">
        <input type="checkbox" checked={!isNone} title={`${words.selectAll} (a)`} onChange={() => onSelect(isNone)} />
        {isNone ? words.selectAll : words.selected(chosen.length)}
        {isNone ? null : <span class="unseen">, {words.selectNone}</span>}
      </label>
      {isNone ? null : (
        <>
          <button
            type="button"
            class="button small"
            aria-disabled={isBusy}
            onClick={() => void onRun({ name: words.claim, wish: { assignee: me.peek()?.name ?? null } })}
          >
            {words.claim}
          </button>
          {ends.map((to) => (
            <button
              key={to}
              type="button"
              class="button small"
              aria-disabled={isBusy}
              onClick={() => (asked.value = to)}
            >
              {INCIDENT_WORDS.moves[to]}…
            </button>
          ))}
        </>
      )}
      <span class="bulk-said">{said}</span>
      {failures.length === 0 ? null : (
        <ul class="bulk-failures">
          {failures.map(({ id, why }) => (
            <li key={id}>{words.failed(id, why)}</li>
          ))}
        </ul>
      )}
      {asked.value === undefined ? null : (
        <EndDialog
          draft={draft}
          to={asked.value}
          assessment={null}
          about={words.about(chosen.length)}
          onClose={() => (asked.value = undefined)}
          onDone={(wish) => void end(wish)}
        />
      )}
    </div>
  )
}
