import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useCurrentInView } from '../../parts/current-in-view.ts'
import { NoPage } from '../../parts/no-page.tsx'
import { useKeys } from '../../state/keys.ts'
import { goTo } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { AboutSection } from './about-section.tsx'
import { ApiTokensSection } from './api-tokens-section.tsx'
import { AuditSection } from './audit-section.tsx'
import { EnrolmentSection } from './enrolment-section.tsx'
import { PeopleSection } from './people-section.tsx'
import { RetentionSection } from './retention-section.tsx'
import { mayManage } from './section-lead.tsx'
import { YouSection } from './you-section.tsx'

type SectionName = keyof typeof SETTINGS_WORDS.sections

const SECTIONS: Readonly<Record<SectionName, () => JSX.Element>> = {
  you: YouSection,
  people: PeopleSection,
  enrolment: EnrolmentSection,
  tokens: ApiTokensSection,
  retention: RetentionSection,
  audit: AuditSection,
  about: AboutSection,
}

const NAMES = Object.keys(SECTIONS).filter(isSection)

/** What only admins see: others find it by its address alone, which says so. */
const FOR_ADMINS: ReadonlySet<SectionName> = new Set(['people', 'enrolment', 'tokens', 'audit'])

function isSection(name: string): name is SectionName {
  return Object.hasOwn(SECTIONS, name)
}

/** What a person can set, and see of how the hub is set; each section has an address of its own. */
export function SettingsPage({ section }: { readonly section: string }): JSX.Element {
  const words = SETTINGS_WORDS.sections
  const known = isSection(section) ? section : undefined
  useEffect(() => {
    document.title = `${known === undefined ? SETTINGS_WORDS.title : words[known]} · ${WORDS.brand}`
  }, [known])
  const nav = useCurrentInView(known)
  const names = NAMES.filter((name) => mayManage() || !FOR_ADMINS.has(name) || name === known)
  const step = (by: number): void => {
    const next = names[(names.indexOf(known ?? 'you') + by + names.length) % names.length] ?? 'you'
    goTo(pathTo('settingsSection', { section: next }))
  }
  useKeys(WORDS.keys.here, [
    { keys: ']', words: SETTINGS_WORDS.next, run: () => step(1), inBar: true },
    { keys: '[', words: SETTINGS_WORDS.before, run: () => step(-1), inBar: true },
  ])
  const Section = known === undefined ? NoPage : SECTIONS[known]
  return (
    <div class="page settings">
      <nav class="sections" aria-label={SETTINGS_WORDS.title} ref={nav}>
        {names.map((name) => (
          <a
            key={name}
            href={pathTo('settingsSection', { section: name })}
            aria-current={name === known ? 'page' : undefined}
          >
            {words[name]}
          </a>
        ))}
      </nav>
      <div class="section">
        <Section />
      </div>
    </div>
  )
}
