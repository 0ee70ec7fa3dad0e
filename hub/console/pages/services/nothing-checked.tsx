import type { JSX } from 'preact'
import { Command } from '../../parts/copy-button.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'

/** How hosts that check nothing are taught to. */
export function NothingChecked(): JSX.Element {
  const { nothing: words } = SERVICES_WORDS
  return (
    <>
      <h1>{words.title}</h1>
      <div class="sheet">
        <StateBox kind="empty" word={WORDS.states.empty} title={words.title}>
          <p>{words.hint}</p>
          <p>
            <code>{words.file}</code>
          </p>
          <Command text={words.lines} />
          <p>{words.firstTime}</p>
          <Command text={words.commands} />
          <p>{words.soon}</p>
        </StateBox>
      </div>
    </>
  )
}
