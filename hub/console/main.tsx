import { render } from 'preact'
import { App } from './app.tsx'
import { keepFocus } from './state/focus-heir.ts'
import { keepScroll } from './state/kept-place.ts'
import { keepPreferences } from './state/kept-preferences.ts'
import { listenToKeys } from './state/keys.ts'
import { followLinks } from './state/navigator.ts'
import { keepTime } from './state/now.ts'
import { applyPreferences } from './state/preferences.ts'

applyPreferences()
keepPreferences()
keepTime()
followLinks()
keepScroll()
listenToKeys()
keepFocus()

const root = document.getElementById('console')
if (root !== null) render(<App />, root)
