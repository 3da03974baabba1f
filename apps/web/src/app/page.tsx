import { Suspense } from "react";
import { HomeScreen } from "../components/home/home-screen.tsx";

export default function HomePage() {
  return (
    <Suspense>
      <HomeScreen />
    </Suspense>
  );
}
