import type { JSX } from 'preact'
import { Modal } from '../parts/modal.tsx'
import { keyGroups } from '../state/keys.ts'
import { WORDS } from '../words/words.ts'
import { KeyCaps } from './key-caps.tsx'
import { openDialog } from './open-dialog.ts'

/** Every key that counts on this page: read from the same table that acts. */
export function KeysDialog(): JSX.Element {
  const shut = (): void => void (openDialog.value = undefined)
  const titles = Map.groupBy(keyGroups.value, ({ title }) => title)
  return (
    <Modal label={WORDS.keys.title} onClose={shut}>
      <div class="dialog-head">
        <h2>{WORDS.keys.title}</h2>
        <button type="button" class="button small fill" onClick={shut}>
          <kbd>Esc</kbd> {WORDS.close}
        </button>
      </div>
      <div class="keys-list">
        {[...titles].map(([title, groups]) => (
          <section key={title}>
            <h3>{title}</h3>
            <ul>
              {groups
                .flatMap(({ commands }) => commands)
                .map(({ keys, words }) => (
                  <li key={keys}>
                    <span>{words}</span>
                    <span>
                      <KeyCaps keys={keys} />
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  )
}
