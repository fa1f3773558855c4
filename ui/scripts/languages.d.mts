export const KIOSK_TEXTS: readonly string[];
