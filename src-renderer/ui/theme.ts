import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const iris: MantineColorsTuple = [
  '#eeedfb',
  '#dcdaf6',
  '#bab6ee',
  '#9791e5',
  '#7a72dc',
  '#675fd5',
  '#5b54d6',
  '#5048c8',
  '#433bb5',
  '#373099',
];

const night: MantineColorsTuple = [
  '#e7e9ed',
  '#c3c8d0',
  '#a9b0bb',
  '#8b93a0',
  '#414753',
  '#2a2e35',
  '#1b1e23',
  '#16181c',
  '#121417',
  '#0e1013',
];

/** Sizes and defaults of the component library, so that no view has to repeat them. */
export const theme = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 7, dark: 6 },
  colors: { iris, dark: night },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' }, styles: { root: { height: 32, fontWeight: 550, fontSize: 13 } } },
    ActionIcon: { defaultProps: { size: 32, variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    InputWrapper: {
      styles: {
        label: { marginBottom: 4, fontSize: 13, fontWeight: 550 },
        description: { marginTop: 4, fontSize: 12, lineHeight: 1.45 },
        error: { fontSize: 12 },
      },
    },
    Radio: { styles: { description: { marginTop: 2, fontSize: 12, lineHeight: 1.45 } } },
    Modal: {
      // A dialog's head is not the head of the page.
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        // What was answered is gone with the next frames: the next key is for what stands behind it. (At 0 the library
        // does not give the focus back.)
        transitionProps: { duration: 120, exitDuration: 1 },
      },
      styles: { title: { fontSize: 16, fontWeight: 650 } },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, fz: 12 } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
    // What takes the first focus otherwise is no item of a menu.
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        shadow: 'md',
        transitionProps: { duration: 100 },
        // In the part of the page that screen readers know as the main one, not behind all of it.
        portalProps: { target: 'main' },
      },
    },
  },
});

/** The library's own colours, taken from our tokens in both schemes. */
export const cssVariables: CSSVariablesResolver = () => {
  const colors = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-bright': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-2)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-color-iris-filled': 'var(--accent)',
    '--mantine-color-iris-filled-hover': 'var(--accent-hover)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-gray-light-color': 'var(--text-2)',
    '--mantine-color-gray-light-hover': 'var(--surface-2)',
    '--mantine-shadow-md': 'var(--shadow)',
    '--mantine-shadow-xl': 'var(--shadow)',
    '--mantine-shadow-lg': 'var(--shadow)',
  };
  return { variables: {}, light: colors, dark: colors };
};
