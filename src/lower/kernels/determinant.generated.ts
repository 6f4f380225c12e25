// Made by scripts/gen-kernels.ts of src/kernels/determinant.ts.
export const determinant = `func @kernel.determinant(%: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = mul %1, %1
% = const i32 0
% = alloc mem<f64> %2
% = const f64 1
% = const i32 1
% = add %6, %1
% = mul %7, %1
% = alloc mem<f64> %1
% = alloc mem<f64> %9
% = const f64 0
for {step: 1} %8, %11 { (%: i32)
% = mul %1, %12
% = mul %1, %13
for {step: 1} %11, %12 { (%: i32)
% = add %2, %1
% = load %19, %1
store %13, %2, %0
yield
}
for {step: 1} %14, %15 { (%: i32)
% = load %15, %1
store %10, %1, %0
yield
}
for {step: 1} %16, %18 { (%: i32)
% = to_f64 %1
% = add %20, %2
store %13, %0, %1
yield
}
for {step: 1} %19, %21 { (%: i32)
% = mul %1, %23
% = add %1, %2
% = load %17, %1
% = abs %1
% = add %5, %22
%, % = for {step: 1} %2, %29, %3, %7 { (%: i32, %: f64, %: i32)
% = mul %3, %33
% = add %1, %12
% = load %27, %1
% = abs %1
% = gt %1, %6
% = select %1, %2, %7
% = select %2, %9, %7
yield %1, %0
}
% = ne %11, %18
if %0 {
% = mul %12, %41
for {step: 1} %39, %41 { (%: i32)
% = add %20, %1
% = load %36, %1
% = add %4, %3
% = load %38, %1
store %38, %3, %0
store %38, %1, %2
yield
}
% = add %46, %25
% = load %40, %1
% = add %48, %20
% = load %42, %1
store %42, %3, %0
store %42, %1, %2
yield
} {
yield
}
% = load %43, %27
% = ne %1, %42
if %0 {
for {step: 1} %25, %52 { (%: i32)
% = mul %1, %54
% = add %1, %33
% = load %48, %1
% = div %1, %6
store %49, %2, %0
for {step: 1} %30, %57 { (%: i32)
% = add %5, %1
% = load %52, %1
% = add %38, %3
% = load %54, %1
% = mul %6, %1
% = sub %4, %1
store %56, %5, %0
yield
}
yield
}
yield
} {
yield
}
yield
}
% = for {step: 1} %63, %65, %61 { (%: i32, %: f64)
% = mul %2, %68
% = add %1, %3
% = load %62, %1
% = mul %4, %1
yield %0
}
for {step: 1} %69, %71 { (%: i32)
% = add %72, %1
% = load %66, %1
store %65, %2, %0
yield
}
% = for {step: 1} %73, %75, %10 { (%: i32, %: f64)
% = to_f64 %2
% = loop %2 { (%: f64)
% = load %72, %5
% = ne %1, %4
% = if %1 {
% = clamp_i32 %3
% = load %76, %1
store %76, %9, %0
store %76, %1, %4
% = neg %6
yield %0
} {
yield %6
}
yield %4, %3
}
yield %7
}
store %88, %75, %11
yield
}
return
}
`;
