import { Keyboard, Settings } from 'lucide-react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { densities, type Preferences, preferences, setPreference, themes } from '../preferences/preferences.ts';
import { overlay } from '../stores/layout.ts';
import { useStore } from '../stores/store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSection } from '../ui/menu.tsx';

const themeNames = { system: 'Like the system', light: 'Light', dark: 'Dark' } as const;
const densityNames = { comfortable: 'Comfortable', compact: 'Compact' } as const;

/** Look and keyboard, for this device. */
export const SettingsMenu = () => {
  const { theme, density, singleKeys } = useStore(preferences, (value) => value);
  return (
    <MenuTrigger>
      <IconButton icon={Settings} size={18} name="Settings" />
      <Menu placement="end bottom" aria-label="Settings">
        <MenuSection
          title="Theme"
          selectedKeys={[theme]}
          onSelect={(key) => setPreference({ theme: key as Preferences['theme'] })}
        >
          {themes.map((each) => (
            <MenuItem key={each} id={each} label={themeNames[each]} />
          ))}
        </MenuSection>
        <MenuSection
          title="Density"
          selectedKeys={[density]}
          onSelect={(key) => setPreference({ density: key as Preferences['density'] })}
        >
          {densities.map((each) => (
            <MenuItem key={each} id={each} label={densityNames[each]} />
          ))}
        </MenuSection>
        <MenuSection title="Keyboard">
          <MenuItem
            id="single-keys"
            label={singleKeys ? 'Switch single keys off' : 'Switch single keys on'}
            onAction={() => setPreference({ singleKeys: !singleKeys })}
          />
          <MenuItem
            id="shortcuts"
            icon={<Keyboard size={14} />}
            label="Keyboard shortcuts"
            shortcut="?"
            onAction={() => overlay.set('shortcuts')}
          />
        </MenuSection>
      </Menu>
    </MenuTrigger>
  );
};
