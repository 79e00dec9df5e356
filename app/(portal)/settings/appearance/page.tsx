import type { Metadata } from "next";
import { Appearance } from "../_components/appearance.tsx";

export const metadata: Metadata = { title: "Appearance" };

export default function AppearancePage() {
  return <Appearance />;
}
